package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerIdTest {
    private static final SigningKey KEY = SigningKey.of("one secret that is long enough for all");
    private static final AnswerId ID = new AnswerId(
            UUID.fromString("0e0e33eb-9c78-4a18-865b-1d8fa775a4e6"),
            2,
            "weather:3",
            "éclair",
            true,
            0.4375f,
            Instant.parse("2026-11-25T10:00:00Z"));

    @Test
    void whatWasSigned_isReadBack() {
        assertThat(AnswerId.read(ID.signed(KEY), KEY)).contains(ID);
        assertThat(ID.verdict()).isEqualTo("unsure");
        assertThat(ID.name()).isEqualTo("0e0e33eb-9c78-4a18-865b-1d8fa775a4e6.2");
    }

    @Test
    void otherSecret_knowsNothingOfIt() {
        assertThat(AnswerId.read(ID.signed(SigningKey.of("another secret of the same length…")), KEY))
                .isEmpty();
    }

    @Test
    void everyChangedBit_isNoticed() {
        byte[] whole = Base64.getUrlDecoder().decode(ID.signed(KEY));
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThat(AnswerId.read(text, KEY)).as("bit " + bit).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not base64 at all !", "AAAA", "76535139-866d-4b1e-a7f1-9492c1ebfdbd"})
    void otherWords_areNone(String text) {
        assertThat(AnswerId.read(text, KEY)).isEmpty();
    }

    @Test
    void whatIsCutOff_isNone() {
        String text = ID.signed(KEY);
        for (int length = 0; length < text.length(); length++) {
            assertThat(AnswerId.read(text.substring(0, length), KEY)).isEmpty();
        }
    }

    @Test
    void pageTicket_isNoAnswerId() {
        PageTickets tickets = new PageTickets(KEY, Instant::now);
        assertThat(AnswerId.read(tickets.fresh(), KEY)).isEmpty();
        assertThat(tickets.isValid(ID.signed(KEY))).isFalse();
        byte[] message = "a".repeat(70).getBytes(UTF_8);
        assertThat(KEY.fits(message, KEY.sign(message))).isTrue();
    }

    @Test
    void ticketWhoseTimeIsOver_isNotValid() {
        Instant now = Instant.parse("2026-11-25T10:00:00Z");
        String ticket = new PageTickets(KEY, () -> now).fresh();
        assertThat(new PageTickets(KEY, () -> now.plusSeconds(86_399)).isValid(ticket))
                .isTrue();
        assertThat(new PageTickets(KEY, () -> now.plusSeconds(86_400)).isValid(ticket))
                .isFalse();
    }
}
