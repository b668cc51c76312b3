package org.weatherinference.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What was measured in all rounds; medians are what is shown. Not safe to share. */
final class Figures {
    /**
     * A place in the table.
     *
     * @param name of the contestant
     * @param width of the photo, in pixels
     * @param connections at once; threads of the bare engine
     */
    record Cell(String name, int width, int connections) {}

    private final Map<Cell, List<Load>> loads = new LinkedHashMap<>();
    private final Map<String, List<Double>> starts = new LinkedHashMap<>();
    private final Map<String, List<Double>> memory = new LinkedHashMap<>();
    private final Map<String, Double> disk = new LinkedHashMap<>();
    private final List<Double> commands = new ArrayList<>();

    void add(String name, int width, int connections, Load load) {
        loads.computeIfAbsent(new Cell(name, width, connections), _ -> new ArrayList<>())
                .add(load);
    }

    void addStart(String name, double millis) {
        starts.computeIfAbsent(name, _ -> new ArrayList<>()).add(millis);
    }

    void addMemory(String name, double megabytes) {
        memory.computeIfAbsent(name, _ -> new ArrayList<>()).add(megabytes);
    }

    void setDisk(String name, double megabytes) {
        disk.put(name, megabytes);
    }

    void addCommand(double millis) {
        commands.add(millis);
    }

    /** The servers, in the order in which they were measured. */
    List<String> servers() {
        return List.copyOf(starts.keySet());
    }

    double median(String name, int width, int connections, ToDoubleFunction<Load> figure) {
        List<Load> measured = loads.getOrDefault(new Cell(name, width, connections), List.of());
        return median(measured.stream().map(figure::applyAsDouble).toList());
    }

    /**
     * How many times as many photos a second as another: the median of what each round's two figures say, which are
     * measured one soon after the other, so that a machine that is slower for some minutes changes little.
     *
     * @param connections of the one
     * @param other its name
     * @param others connections of the other
     */
    double ratio(String name, int width, int connections, String other, int others) {
        List<Load> ones = loads.getOrDefault(new Cell(name, width, connections), List.of());
        List<Load> beside = loads.getOrDefault(new Cell(other, width, others), List.of());
        return median(IntStream.range(0, Math.min(ones.size(), beside.size()))
                .mapToObj(round ->
                        ones.get(round).photosPerSecond() / beside.get(round).photosPerSecond())
                .toList());
    }

    /** Requests that were not answered with 200, in all rounds. */
    long failed(String name) {
        return loads.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .flatMap(entry -> entry.getValue().stream())
                .mapToLong(Load::failed)
                .sum();
    }

    /** Milliseconds from a server's start to its first answer. */
    double start(String name) {
        return median(starts.getOrDefault(name, List.of()));
    }

    /** Megabytes of a server after all of a round's load. */
    double memory(String name) {
        return median(memory.getOrDefault(name, List.of()));
    }

    /** Megabytes of files; 0 where it was not measured. */
    double disk(String name) {
        return disk.getOrDefault(name, 0.0);
    }

    /** Milliseconds of {@code weather classify} of one photo, the whole process. */
    double command() {
        return median(commands);
    }

    /** Not a number where there is none. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int count = sorted.size();
        return count == 0 ? Double.NaN : (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
    }
}
