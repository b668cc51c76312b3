package org.weatherinference.dataset;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.weatherinference.photo.PhotoEncoder;

/** A contact sheet as a page that holds all it shows. */
final class SheetPage {
    private static final int QUALITY = 80;

    private SheetPage() {}

    /**
     * The page's bytes. What is drawn of a photo is written at once and let go, so that ten thousand fit into memory.
     *
     * @param entries by label
     * @param drawing called on many threads
     */
    static byte[] html(Path folder, List<Entry> entries, Function<Entry, Tile> drawing) {
        List<String> figures =
                entries.parallelStream().map(drawing.andThen(SheetPage::figure)).toList();
        StringBuilder page = new StringBuilder(head(escaped(String.valueOf(folder.getFileName()))));
        Map<String, Long> counts = entries.stream().collect(Collectors.groupingBy(Entry::label, Collectors.counting()));
        String open = "";
        for (int i = 0; i < figures.size(); i++) {
            String label = entries.get(i).label();
            if (!label.equals(open)) {
                page.append(open.isEmpty() ? "" : "</main>\n")
                        .append("<h2>%s <small>%d</small></h2>\n<main>\n".formatted(escaped(label), counts.get(label)));
                open = label;
            }
            page.append(figures.get(i));
        }
        return page.append("</main>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String head(String title) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>%1$s</title>
            <style>
              :root { color-scheme: light dark; font: 14px system-ui, sans-serif }
              body { margin: 1.5rem }
              h2 { margin: 1.5rem 0 .5rem }
              h2 small { font-weight: normal; opacity: .7 }
              main { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: 12px }
              figure { margin: 0 }
              img, .none { width: 100%%; height: 150px; object-fit: contain; background: #8882; display: block }
              figcaption { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
              figcaption span { opacity: .7; font-size: 12px }
            </style>
            <h1>%1$s</h1>
            """.formatted(title);
    }

    private static String figure(Tile tile) {
        Entry entry = tile.entry();
        return "<figure title=\"%s\">%s<figcaption>%s<br><span>%s</span></figcaption></figure>\n"
                .formatted(
                        escaped(entry.path() + ", source: " + entry.source()),
                        picture(tile),
                        escaped(entry.label()),
                        escaped(entry.path()));
    }

    private static String picture(Tile tile) {
        if (tile.photo() == null) {
            return "<div class=\"none\">%s</div>".formatted(escaped(tile.fault()));
        }
        byte[] jpeg = PhotoEncoder.jpeg(tile.photo(), QUALITY);
        return "<img alt=\"%s\" loading=\"lazy\" src=\"data:image/jpeg;base64,%s\">"
                .formatted(escaped(tile.entry().label()), Base64.getEncoder().encodeToString(jpeg));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
