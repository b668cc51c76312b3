package org.weatherinference.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.weatherinference.clients.Declaration.Field;
import org.weatherinference.clients.Operation.Reply;

/** Writes {@code weather.d.ts}. */
final class TypeScript {
    private TypeScript() {}

    static String of(Contract contract, String template) {
        SourceText types = new SourceText(2);
        contract.declarations().forEach(declaration -> declare(declaration, types));
        SourceText methods = new SourceText(2);
        contract.operations().forEach(operation -> write(operation, methods));
        return template.replace("// TYPES\n", types.toString().stripTrailing() + "\n")
                .replace("// OPERATIONS\n", methods.toString());
    }

    private static void declare(Declaration declaration, SourceText out) {
        doc(0, declaration.description(), out);
        switch (declaration) {
            case Declaration.Alias alias -> {
                String type = type(alias.type());
                out.words(0, "export type " + alias.name() + " =", " ", " " + type + ";");
            }
            case Declaration.Structure structure -> {
                out.lines(0, "export interface " + structure.name() + " {");
                structure.fields().forEach(field -> {
                    doc(2, field.description(), out);
                    out.lines(2, name(field) + ": " + type(field.type()) + ";");
                });
                out.lines(0, "}");
            }
        }
        out.lines(0, "");
    }

    private static String name(Field field) {
        String name = field.name().contains("-") ? "'" + field.name() + "'" : field.name();
        return field.required() ? name : name + "?";
    }

    private static void doc(int indent, String text, SourceText out) {
        if (!text.isEmpty()) {
            out.comment(indent, text);
        }
    }

    private static void write(Operation operation, SourceText out) {
        if (operation.takesFiles() && operation.reply().type() instanceof Type.OneOf answers) {
            signature(operation, "FileSource", promised(answers.types().getFirst()), out);
            signature(operation, "FileSource[]", promised(answers.types().getLast()), out);
        } else {
            signature(operation, "", reply(operation.reply(), ""), out);
        }
    }

    private static void signature(Operation operation, String files, String reply, SourceText out) {
        out.lines(2, "/** " + operation.summary() + ". */");
        List<String> parameters = new ArrayList<>();
        operation
                .required()
                .forEach(argument -> parameters.add(argument.name() + ": "
                        + (argument.type() == Type.Plain.FILES ? files : type(argument.type()))));
        if (!operation.optional().isEmpty()) {
            parameters.add(operation.optional().stream()
                    .map(argument -> argument.name() + "?: " + type(argument.type()))
                    .collect(Collectors.joining("; ", "options?: { ", " }")));
        }
        out.list(2, operation.id() + "(", parameters, "): " + reply + ";");
    }

    /** @param prefix in front of each declared type's name */
    static String reply(Reply reply, String prefix) {
        return switch (reply.kind()) {
            case JSON -> "Promise<" + type(reply.type(), prefix) + ">";
            case TEXT -> "Promise<string>";
            case BYTES -> "Promise<Blob>";
            case EVENTS -> "AsyncGenerator<" + type(reply.type(), prefix) + ", void>";
        };
    }

    private static String promised(Type type) {
        return "Promise<" + type(type) + ">";
    }

    private static String type(Type type) {
        return type(type, "");
    }

    static String type(Type type, String prefix) {
        return switch (type) {
            case Type.Plain plain ->
                switch (plain) {
                    case TEXT -> "string";
                    case INTEGER, NUMBER -> "number";
                    case BOOLEAN -> "boolean";
                    case ANYTHING -> "unknown";
                    case FILE -> prefix + "FileSource";
                    case FILES -> prefix + "FileSource | " + prefix + "FileSource[]";
                };
            case Type.Choice choice ->
                choice.values().stream().map(value -> value.replace('"', '\'')).collect(Collectors.joining(" | "));
            case Type.ListOf list -> {
                String element = type(list.element(), prefix);
                yield (element.contains(" ") ? "(" + element + ")" : element) + "[]";
            }
            case Type.MapOf map -> "Record<string, " + type(map.value(), prefix) + ">";
            case Type.OneOf some ->
                some.types().stream().map(part -> type(part, prefix)).collect(Collectors.joining(" | "));
            case Type.Named named -> prefix + named.name();
        };
    }
}
