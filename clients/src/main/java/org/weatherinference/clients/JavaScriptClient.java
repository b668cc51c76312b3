package org.weatherinference.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.weatherinference.clients.Argument.Place;
import org.weatherinference.clients.Operation.Reply;

/** Writes {@code weather.js}. */
final class JavaScriptClient {
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
    private static final String TYPES = "types.";
    private static final int BODY = 4;

    private JavaScriptClient() {}

    static String of(Contract contract, String template) {
        SourceText methods = new SourceText(2);
        contract.operations().forEach(operation -> write(operation, methods));
        return template.replace("// OPERATIONS\n", methods.toString().stripTrailing() + "\n");
    }

    private static void write(Operation operation, SourceText out) {
        document(operation, out);
        List<String> parameters = new ArrayList<>();
        operation.required().forEach(argument -> parameters.add(argument.name()));
        if (!operation.optional().isEmpty()) {
            parameters.add(operation.optional().stream()
                    .map(Argument::name)
                    .collect(Collectors.joining(", ", "{ ", " } = {}")));
        }
        out.list(2, operation.id() + "(", parameters, ") {");
        call(operation, out);
        out.lines(2, "}", "");
    }

    private static void document(Operation operation, SourceText out) {
        out.lines(2, "/**", " * " + operation.summary() + ".");
        if (!operation.description().isEmpty()) {
            out.lines(2, " *").words(2, " * ", " * ", operation.description());
        }
        out.lines(2, " *");
        operation.required().forEach(argument -> parameter(argument, argument.name(), out));
        if (!operation.optional().isEmpty()) {
            out.lines(2, " * @param {object} [options]");
        }
        operation.optional().forEach(argument -> parameter(argument, "[options." + argument.name() + "]", out));
        out.lines(2, " * @returns {" + TypeScript.reply(operation.reply(), TYPES) + "}", " */");
    }

    private static void parameter(Argument argument, String name, SourceText out) {
        String about = argument.description().isEmpty() ? "" : " - " + argument.description();
        out.words(2, " * ", " *     ", "@param {" + TypeScript.type(argument.type(), TYPES) + "} " + name + about);
    }

    private static void call(Operation operation, SourceText out) {
        String path = path(operation.path());
        List<String> arguments = new ArrayList<>(List.of("'" + operation.method() + "'", path));
        String function = switch (operation.reply().kind()) {
            case JSON -> operation.takesFiles() ? "#classified" : "#json";
            case TEXT -> "#text";
            case BYTES -> "#blob";
            case EVENTS -> "#events";
        };
        if (operation.reply().kind() == Reply.Kind.EVENTS) {
            arguments.removeFirst();
            operation.arguments(Place.HEADER).forEach(last -> arguments.add(last.name()));
        } else {
            arguments.addAll(request(operation));
        }
        if (operation.takesFiles()) {
            operation.arguments(Place.FILE).forEach(files -> arguments.addFirst(files.name()));
        }
        out.list(BODY, "return this." + function + "(", arguments, ");");
    }

    private static List<String> request(Operation operation) {
        List<String> parts = new ArrayList<>();
        add(parts, "query", operation.arguments(Place.QUERY));
        add(parts, "fields", operation.arguments(Place.FIELD));
        if (!operation.takesFiles()) {
            add(parts, "files", operation.arguments(Place.FILE));
        }
        if (operation.part() != null) {
            parts.add("part: '" + operation.part() + "'");
        }
        operation.arguments(Place.TOKEN).forEach(token -> parts.add(token.name()));
        return parts.isEmpty() ? List.of() : List.of("{ " + String.join(", ", parts) + " }");
    }

    private static void add(List<String> parts, String name, List<Argument> arguments) {
        if (!arguments.isEmpty()) {
            parts.add(arguments.stream()
                    .map(argument -> argument.name().equals(argument.sent())
                            ? argument.name()
                            : argument.sent() + ": " + argument.name())
                    .collect(Collectors.joining(", ", name + ": { ", " }")));
        }
    }

    private static String path(String path) {
        Matcher arguments = IN_PATH.matcher(path);
        return arguments.find() ? "`" + arguments.replaceAll("\\${encodeURIComponent($1)}") + "`" : "'" + path + "'";
    }
}
