package io.orderwire.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.gateway.fuzz.HttpMaker;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One attack over HTTP: valid requests, one after the other or pipelined, and finally one of any content. */
final class HttpFuzz {
    private static final int PATIENCE_MS = 20_000;
    /** Less than a gateway accepts. */
    private static final int LONGEST_HEAD = 8_000;

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int WRONG_VERSION = 505;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) .*");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d{1,9})\r\n");
    private static final Pattern TYPE = Pattern.compile("(?i)\r\ncontent-type: *([^\r;]*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final Random random;
    private final HttpMaker requests;
    private final Map<String, Long> answers;
    private final List<HttpMaker.Made> sent = new ArrayList<>();
    private String lastHead = "";

    /** @param answers counts the answers by their status */
    HttpFuzz(TestGateway gateway, Random random, Map<String, Long> answers) {
        this.answers = answers;
        this.url = URI.create(gateway.process().httpUrl());
        this.random = random;
        this.requests = new HttpMaker(random, url.getAuthority());
    }

    private record Answer(int status, String head, byte[] body) {
        String type() {
            Matcher type = TYPE.matcher(head);
            return type.find() ? type.group(1).trim() : "";
        }
    }

    /** Runs it; returns the number of requests. */
    int run() throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            run(socket, new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream())));
        } catch (IOException | AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nsent:\n" + shown(), e);
        }
        return sent.size();
    }

    private String shown() {
        StringBuilder shown = new StringBuilder();
        for (HttpMaker.Made request : sent) {
            String text = request.text();
            shown.append(text.length() > 600 ? text.substring(0, 600) + "…" : text)
                    .append("\n---\n");
        }
        return shown.toString();
    }

    private void run(Socket socket, DataInputStream in) throws IOException {
        int owed = 0;
        boolean pipelined = random.nextBoolean();
        for (int i = random.nextInt(10); i > 0; i--) {
            HttpMaker.Made request = sound();
            sent.add(request);
            write(socket, request.text());
            owed++;
            if (!pipelined) {
                check(request, read(in, request));
                owed--;
            }
        }
        for (; owed > 0; owed--) {
            HttpMaker.Made request = sent.get(sent.size() - owed);
            check(request, read(in, request));
        }
        HttpMaker.Made last = requests.next();
        sent.add(last);
        try {
            write(socket, last.text());
            switch (random.nextInt(3)) {
                case 0 -> socket.setSoLinger(true, 0);
                default -> {
                    socket.shutdownOutput();
                    readToEnd(in);
                }
            }
        } catch (SocketException expected) {
            // The gateway may refuse to read the rest.
        }
    }

    private HttpMaker.Made sound() {
        HttpMaker.Made request = requests.next();
        while (!request.sound() || request.text().length() > LONGEST_HEAD) {
            request = requests.next();
        }
        return request;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static @Nullable Answer read(DataInputStream in, HttpMaker.Made request) throws IOException {
        try {
            String head = readHead(in);
            Matcher status = STATUS.matcher(head.substring(0, head.indexOf("\r\n")));
            if (!status.matches()) {
                throw new AssertionError("not an answer: " + head);
            }
            int code = Integer.parseInt(status.group(1));
            return new Answer(code, head, body(in, head, request.head() || code == NO_CONTENT || code == NOT_MODIFIED));
        } catch (EOFException e) {
            return null;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither answered nor ended", e);
        }
    }

    private static String readHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static byte[] body(DataInputStream in, String head, boolean none) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (none) {
            return new byte[0];
        }
        if (length.find()) {
            byte[] body = new byte[Integer.parseInt(length.group(1))];
            in.readFully(body);
            return body;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")) {
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.writeBytes(in.readNBytes(size));
                in.readFully(new byte[2]);
            }
            in.readFully(new byte[2]);
            return body.toByteArray();
        }
        throw new AssertionError("an answer without a length: " + head);
    }

    private static int chunk(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
            line.append((char) in.readUnsignedByte());
        }
        return Integer.parseInt(line.toString().trim(), 16);
    }

    private void check(HttpMaker.Made request, @Nullable Answer answer) throws IOException {
        if (answer == null) {
            throw new AssertionError("not answered: " + request.text() + "after the answer " + lastHead);
        }
        lastHead = answer.head;
        checkStatus(answer);
        if (request.head() || answer.body.length == 0) {
            return;
        }
        if (answer.status >= BAD_REQUEST && request.text().contains(" /api/v1/orders")) {
            JsonNode problem = JSON.readTree(answer.body);
            if (!answer.type().equals("application/problem+json")
                    || problem.path("status").asInt() != answer.status
                    || problem.path("detail").asText().isEmpty()) {
                throw new AssertionError("not a problem: " + answer.head + problem);
            }
        } else if (answer.status == OK && answer.type().equals("application/json")) {
            JSON.readTree(answer.body);
        }
    }

    private void checkStatus(Answer answer) {
        answers.merge("HTTP " + answer.status, 1L, Long::sum);
        if (answer.status >= FAILED && answer.status != NOT_IMPLEMENTED && answer.status != WRONG_VERSION) {
            throw new AssertionError("failed: " + answer.head + new String(answer.body, StandardCharsets.UTF_8));
        }
    }

    /** Reads the rest, which must consist of valid answers, as far as it is known to which requests they belong. */
    private void readToEnd(DataInputStream in) throws IOException {
        String all;
        try {
            all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not ended", e);
        }
        if (all.isEmpty() || all.startsWith("HTTP/1.1 101 ")) {
            return;
        }
        Matcher status = STATUS.matcher(all.lines().findFirst().orElse(""));
        if (!status.matches()) {
            throw new AssertionError("not an answer: " + all);
        }
        checkStatus(new Answer(Integer.parseInt(status.group(1)), all, new byte[0]));
    }
}
