package org.emergencelaw.report.suite;

import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.suite.Watch;
import org.emergencelaw.workspace.suite.Watches;

/** What watches of a suite saw pass its threshold, as a feed (RFC 4287). */
public final class AtomFeed {

    private static final String ATOM = "http://www.w3.org/2005/Atom";

    private AtomFeed() {}

    /** @param address of the page of the watches, absolute */
    public static String of(Watches.View view, String address) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(ATOM);
            element(xml, "id", address);
            element(xml, "title", "Watches of " + view.suite().name());
            element(xml, "updated", updated(view).toString());
            xml.writeStartElement("author");
            element(xml, "name", "emergence-law");
            xml.writeEndElement();
            link(xml, address);
            for (Watch.Reading reading : view.crossings()) entry(xml, view, reading, address);
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException unreachable) {
            throw new IllegalStateException("a feed is written to memory", unreachable);
        }
        return text + "\n";
    }

    /** When something was seen last, else when the suite was made. */
    private static Instant updated(Watches.View view) {
        List<Watch.Reading> crossings = view.crossings();
        return crossings.isEmpty() ? view.suite().createdAt() : crossings.get(0).at();
    }

    private static void entry(XMLStreamWriter xml, Watches.View view, Watch.Reading reading, String address)
            throws XMLStreamException {
        xml.writeStartElement("entry");
        element(
                xml,
                "id",
                "urn:emergence-law:watch:" + reading.watchId() + ":" + reading.studyId() + ":" + reading.position());
        element(xml, "title", sentence(view, reading));
        element(xml, "updated", reading.at().toString());
        link(xml, address);
        xml.writeEndElement();
    }

    /** What happened, in one sentence. */
    public static String sentence(Watches.View view, Watch.Reading reading) {
        Watch watch = view.of(reading);
        String passed = reading.crossed().equals(Optional.of(Watch.Crossing.ROSE)) ? "rose above" : "fell below";
        return "P(" + reading.task() + " reaches its level at "
                + watch.plannedRun().words() + ") " + passed + " "
                + DisplayNumbers.percent(watch.threshold()) + ": it is " + DisplayNumbers.percent(reading.probability())
                + " now";
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static void link(XMLStreamWriter xml, String address) throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("href", address);
    }
}
