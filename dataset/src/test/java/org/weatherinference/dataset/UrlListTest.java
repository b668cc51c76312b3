package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlListTest {
    private static final String A = "https://a.example/1.jpg";
    private static final String B = "http://b.example/2.jpg?x=1,2";

    @TempDir
    Path folder;

    private List<Wanted> read(String text, @Nullable String column, @Nullable String label)
            throws IOException, DatasetException {
        return UrlList.read(Files.writeString(folder.resolve("list.csv"), text), column, label);
    }

    @Test
    void plainList_isOneUrlALine_withBlankLinesAndCommas() throws Exception {
        assertThat(read("\n" + A + "\r\n\r\n  " + B + "  \n\n", null, "raining"))
                .containsExactly(new Wanted(A, "raining", "", ""), new Wanted(B, "raining", "", ""));
    }

    @Test
    void plainListWithoutLabel_asksForOne() {
        assertThatThrownBy(() -> read(A, null, null)).hasMessageContaining("--label");
    }

    @Test
    void columns_giveLabelSourceAndLicence() throws Exception {
        String table =
                "id,Label,license,image_url,source\n7,sunny,CC0-1.0," + A + ",camera\n8,foggy,,\"" + B + "\",\n,,,,\n";
        assertThat(read(table, null, null))
                .containsExactly(new Wanted(A, "sunny", "camera", "CC0-1.0"), new Wanted(B, "foggy", "", ""));
    }

    @Test
    void labelOption_goesBeforeTheColumn() throws Exception {
        assertThat(read("url,label\n" + A + ",sunny\n", null, "raining"))
                .extracting(Wanted::label)
                .containsExactly("raining");
    }

    @Test
    void columnOfAnyName_isFoundByWhatItHolds() throws Exception {
        assertThat(read("url,where\n17," + A + "\n18," + A + "2\n", null, "sunny"))
                .extracting(Wanted::url)
                .containsExactly(A, A + "2");
    }

    @Test
    void columnAskedFor_isTaken() throws Exception {
        assertThat(read("url;small\n" + A + ";" + A + "?s\n", "small", "sunny"))
                .extracting(Wanted::url)
                .containsExactly(A + "?s");
    }

    @Test
    void columnThatIsNotThere_isNamedWithTheNearest() {
        assertThatThrownBy(() -> read("url,label\n" + A + ",sunny\n", "ulr", null))
                .hasMessageContaining("has no column 'ulr', it has: url, label; did you mean 'url'?");
    }

    @Test
    void tableWithoutUrls_isRefused() {
        assertThatThrownBy(() -> read("name,label\na.jpg,sunny\n", null, null))
                .hasMessageContaining("no column of URLs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rejected", "_later", "a/b", "unsure", ""})
    void whatIsNoLabel_isRefusedNamingTheRow(String label) {
        assertThatThrownBy(() ->
                        read("url,label\n" + A + ",sunny\n" + B.replace(",", "") + "," + label + "\n", null, null))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("list.csv, row 3: ");
    }
}
