package org.weatherinference.cli;

/** Gets what a URL holds. */
interface UrlSource {
    /** The body of a URL. */
    byte[] get(String url) throws InputException;
}
