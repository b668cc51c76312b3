package org.weatherinference.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.Answer;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * What decided, photo by photo: {@code NAME.heatmap.png}, {@code NAME.overlay.png} and the answer with the region as
 * {@code NAME.json}. What an earlier run wrote is replaced.
 */
final class Explanations implements Classification.Keeper {
    private static final int OVERLAY_SIDE = 512;

    private final Path folder;
    private final Set<String> used = new HashSet<>();
    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);

    Explanations(Path folder) {
        this.folder = folder;
    }

    @Override
    public void keep(PhotoInput input, Answer.Classified answer) {
        Answer.Heat heat = Objects.requireNonNull(answer.explanation());
        String name = unusedName(input.fileName());
        try {
            Files.createDirectories(folder);
            byte[] heatmap = decoded(heat.heatmap());
            Files.write(folder.resolve(name + ".heatmap.png"), heatmap);
            Files.write(folder.resolve(name + ".overlay.png"), overlay(input, heatmap));
            Files.writeString(folder.resolve(name + ".json"), answer.toJson() + "\n");
        } catch (IOException | InputException | PhotoException e) {
            throw new CommandException("cannot explain " + input.name() + " in " + folder + ": " + e.getMessage(), e);
        }
    }

    private byte[] overlay(PhotoInput input, byte[] heatmap) throws IOException, InputException, PhotoException {
        return Overlay.png(decoder.decode(input.read(), OVERLAY_SIDE, OVERLAY_SIDE), heatmap);
    }

    private String unusedName(String name) {
        int number = 1;
        while (!used.add(SortedCopies.numbered(name, number))) {
            number++;
        }
        return SortedCopies.numbered(name, number);
    }

    private static byte[] decoded(String dataUri) {
        return Base64.getDecoder().decode(dataUri.substring(dataUri.indexOf(',') + 1));
    }
}
