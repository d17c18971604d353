// Requests to the gateway. A required token is kept for this tab.

/** A gateway that hangs must neither collect requests nor keep the page from connecting again. */
const LONGEST_WAIT_MS = 10_000;
/** A browser refuses to send a header with other characters; without it the gateway answers that a token is needed. */
const IN_HEADER = /^[\x21-\xff]+$/;

export const token = () => sessionStorage.getItem("token");
export const keepToken = (text) => sessionStorage.setItem("token", text);

function headers() {
  const kept = token();
  return kept !== null && IN_HEADER.test(kept) ? { Authorization: "Bearer " + kept } : {};
}

/**
 * What the gateway answers to a GET: status, 0 if it cannot be reached or does not answer; body, null unless it is JSON;
 * problem, what is wrong in words, empty if nothing is.
 */
export async function get(path) {
  let response;
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    response = await fetch(path, { headers: headers(), cache: "no-store", signal });
  } catch {
    return { status: 0, body: null, problem: "The gateway cannot be reached." };
  }
  const body = await response.json().catch(() => null);
  const problem = response.ok ? "" : typeof body?.detail === "string" ? body.detail : "Status " + response.status + ".";
  return { status: response.status, body: response.ok ? body : null, problem };
}

/** A page cannot set a header of its WebSocket: the token is offered as a subprotocol, as base64url of UTF-8. */
export function protocols(text) {
  if (text === null) {
    return [];
  }
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return ["orderwire", "orderwire.bearer." + btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")];
}
