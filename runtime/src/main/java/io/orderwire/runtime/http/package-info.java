/** What every HTTP port checks before it serves a request: the name it was addressed by, and who sent it. */
package io.orderwire.runtime.http;
