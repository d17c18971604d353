package io.orderwire.gateway.fuzz;

import java.util.ArrayList;
import java.util.List;

/** JSON that may be invalid: members may be repeated, and a value may be any text. */
sealed interface Json {
    /** A member of an object. */
    record Member(String name, Json value) {}

    /** Members in order; a name may occur twice. */
    record Obj(List<Member> members) implements Json {
        Obj() {
            this(new ArrayList<>());
        }

        Obj with(String name, Json value) {
            members.add(new Member(name, value));
            return this;
        }
    }

    /** Values in order. */
    record Arr(List<Json> values) implements Json {
        Arr() {
            this(new ArrayList<>());
        }

        Arr with(Json value) {
            values.add(value);
            return this;
        }
    }

    /** A string; it may contain unpaired surrogates. */
    record Str(String text) implements Json {}

    /** A number, a literal, or any other text, as written. */
    record Raw(String text) implements Json {}
}
