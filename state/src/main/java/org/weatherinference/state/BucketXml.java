package org.weatherinference.state;

import java.io.ByteArrayInputStream;
import java.util.function.BiConsumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The XML that a bucket's server answers with. */
final class BucketXml {
    private BucketXml() {}

    /**
     * Hands over each element as it ends, with the text that is directly before its end.
     *
     * @throws XMLStreamException where it is no XML, or has a document type, which might name files of this machine
     */
    static void read(byte[] xml, BiConsumer<String, String> taker) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
        String text = "";
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamReader.CHARACTERS -> text = reader.getText();
                case XMLStreamReader.START_ELEMENT -> text = "";
                case XMLStreamReader.END_ELEMENT -> {
                    taker.accept(reader.getLocalName(), text);
                    text = "";
                }
                case XMLStreamReader.DTD -> throw new XMLStreamException("it has a document type");
                default -> {
                    // Comments and the like say nothing.
                }
            }
        }
    }
}
