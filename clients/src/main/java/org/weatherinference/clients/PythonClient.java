package org.weatherinference.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.weatherinference.clients.Argument.Place;
import org.weatherinference.clients.Declaration.Field;
import org.weatherinference.clients.Operation.Reply;

/** Writes {@code weather.py}. */
final class PythonClient {
    private static final Set<String> KEYWORDS = Set.of(("False None True and as assert async await break class continue"
                    + " def del elif else except finally for from global if import in is lambda nonlocal not or pass raise"
                    + " return try while with yield")
            .split(" "));
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]+");
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
    private static final int BODY = 8;

    private PythonClient() {}

    static String of(Contract contract, String template) {
        SourceText types = new SourceText(4);
        contract.declarations().forEach(declaration -> declare(declaration, types));
        SourceText methods = new SourceText(4);
        contract.operations().forEach(operation -> write(operation, methods));
        return template.replace("# TYPES\n", types.toString())
                .replace("# OPERATIONS\n", methods.toString().stripTrailing() + "\n");
    }

    private static void declare(Declaration declaration, SourceText out) {
        switch (declaration) {
            case Declaration.Alias(String name, String description, Type.Choice choice) -> {
                out.list(0, name + " = Literal[", choice.values(), "]");
                doc(0, description, out);
            }
            case Declaration.Alias alias -> {
                out.lines(0, alias.name() + " = " + type(alias.type()));
                doc(0, alias.description(), out);
            }
            case Declaration.Structure structure
            when structure.fields().stream().allMatch(field -> isName(field.name())) -> declareClass(structure, out);
            case Declaration.Structure structure -> declareByCall(structure, out);
        }
        out.lines(0, "", "");
    }

    private static void declareClass(Declaration.Structure structure, SourceText out) {
        out.lines(0, "class " + structure.name() + "(TypedDict):");
        if (!structure.description().isEmpty()) {
            doc(4, structure.description(), out);
            out.lines(0, "");
        }
        structure.fields().forEach(field -> {
            out.lines(4, field.name() + ": " + type(field));
            doc(4, field.description(), out);
        });
    }

    /** A class cannot have fields that are called "from" or "lr-body". */
    private static void declareByCall(Declaration.Structure structure, SourceText out) {
        out.lines(0, structure.name() + " = TypedDict(", "    \"" + structure.name() + "\",", "    {");
        structure
                .fields()
                .forEach(field -> out.lines(
                        BODY, "\"" + field.name() + "\": \"" + type(field).replace('"', '\'') + "\","));
        out.lines(0, "    },", ")");
        doc(0, structure.description(), out);
    }

    private static void doc(int indent, String text, SourceText out) {
        if (!text.isEmpty()) {
            out.words(indent, "\"\"\"", "", text + "\"\"\"");
        }
    }

    private static void write(Operation operation, SourceText out) {
        if (operation.takesFiles() && operation.reply().type() instanceof Type.OneOf answers) {
            overload(operation, "FileSource", answers.types().getFirst(), out);
            overload(operation, "list[AnyFile]", answers.types().getLast(), out);
        }
        Reply reply = operation.reply();
        signature(operation, "FileSource | list[AnyFile]", reply(reply), ":", out);
        document(operation, out);
        call(operation, out);
        out.lines(0, "");
    }

    private static void overload(Operation operation, String files, Type answer, SourceText out) {
        out.lines(4, "@overload");
        signature(operation, files, type(answer), ": ...", out);
        out.lines(0, "");
    }

    private static void signature(Operation operation, String files, String reply, String end, SourceText out) {
        List<String> parameters = new ArrayList<>(List.of("self"));
        operation.required().forEach(argument -> parameters.add(name(argument) + ": " + type(argument, files)));
        if (!operation.optional().isEmpty()) {
            parameters.add("*");
        }
        operation
                .optional()
                .forEach(argument -> parameters.add(name(argument) + ": " + type(argument, files) + " | None = None"));
        out.list(4, "def " + snakeCase(operation.id()) + "(", parameters, ") -> " + reply + end);
    }

    private static String type(Argument argument, String files) {
        return argument.type() == Type.Plain.FILES ? files : type(argument.type());
    }

    private static String reply(Reply reply) {
        return switch (reply.kind()) {
            case JSON -> type(reply.type());
            case TEXT -> "str";
            case BYTES -> "bytes";
            case EVENTS -> "Iterator[" + type(reply.type()) + "]";
        };
    }

    private static void document(Operation operation, SourceText out) {
        List<Argument> described = operation.arguments().stream()
                .filter(argument -> !argument.description().isEmpty())
                .toList();
        String summary = "\"\"\"" + operation.summary() + ".";
        if (operation.description().isEmpty() && described.isEmpty()) {
            out.lines(BODY, summary + "\"\"\"");
            return;
        }
        out.lines(BODY, summary);
        if (!operation.description().isEmpty()) {
            out.lines(0, "").words(BODY, "", "", operation.description());
        }
        if (!described.isEmpty()) {
            out.lines(0, "");
        }
        described.forEach(argument -> out.words(BODY, name(argument) + ": ", "    ", argument.description()));
        out.lines(BODY, "\"\"\"");
    }

    private static void call(Operation operation, SourceText out) {
        List<String> arguments = new ArrayList<>(List.of("\"" + operation.method() + "\"", path(operation.path())));
        String function = switch (operation.reply().kind()) {
            case JSON -> operation.takesFiles() ? "_classified" : "_json";
            case TEXT -> "_text";
            case BYTES -> "_bytes";
            case EVENTS -> "_events";
        };
        if (operation.reply().kind() == Reply.Kind.EVENTS) {
            arguments.removeFirst();
            operation.arguments(Place.HEADER).forEach(last -> arguments.add(name(last)));
        } else {
            arguments.addAll(request(operation));
        }
        if (operation.takesFiles()) {
            operation.arguments(Place.FILE).forEach(files -> arguments.addFirst(name(files)));
        }
        out.list(BODY, "return self." + function + "(", arguments, ")");
    }

    private static List<String> request(Operation operation) {
        List<String> parts = new ArrayList<>();
        add(parts, "query", operation.arguments(Place.QUERY));
        add(parts, "fields", operation.arguments(Place.FIELD));
        if (!operation.takesFiles()) {
            add(parts, "files", operation.arguments(Place.FILE));
        }
        if (operation.part() != null) {
            parts.add("part=\"" + operation.part() + "\"");
        }
        operation.arguments(Place.TOKEN).forEach(token -> parts.add("token=" + name(token)));
        return parts;
    }

    private static void add(List<String> parts, String name, List<Argument> arguments) {
        if (!arguments.isEmpty()) {
            parts.add(name + "=" + dictionary(arguments));
        }
    }

    private static String dictionary(List<Argument> arguments) {
        return arguments.stream()
                .map(argument -> "\"" + argument.sent() + "\": " + name(argument))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String path(String path) {
        Matcher arguments = IN_PATH.matcher(path);
        return arguments.find() ? "f\"" + arguments.replaceAll("{_segment($1)}") + "\"" : "\"" + path + "\"";
    }

    private static boolean isName(String word) {
        return NAME.matcher(word).matches() && !KEYWORDS.contains(word);
    }

    private static String name(Argument argument) {
        String name = snakeCase(argument.name());
        return KEYWORDS.contains(name) ? name + "_" : name;
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static String type(Field field) {
        return field.required() ? type(field.type()) : "NotRequired[" + type(field.type()) + "]";
    }

    private static String type(Type type) {
        return switch (type) {
            case Type.Plain plain ->
                switch (plain) {
                    case TEXT -> "str";
                    case INTEGER -> "int";
                    case NUMBER -> "float";
                    case BOOLEAN -> "bool";
                    case ANYTHING -> "Any";
                    case FILE, FILES -> "FileSource";
                };
            case Type.Choice choice ->
                choice.values().stream()
                        .map(value -> value.equals("true") ? "True" : value)
                        .collect(Collectors.joining(", ", "Literal[", "]"));
            case Type.ListOf list -> "list[" + type(list.element()) + "]";
            case Type.MapOf map -> "dict[str, " + type(map.value()) + "]";
            case Type.OneOf some ->
                some.types().stream().map(PythonClient::type).collect(Collectors.joining(" | "));
            case Type.Named named -> named.name();
        };
    }
}
