/**
 * Writes clients of the server out of its OpenAPI document. {@link org.weatherinference.clients.Contract} reads the
 * document, {@link org.weatherinference.clients.ClientFiles} is what comes of it. Nothing of it is in the program.
 */
@NullMarked
package org.weatherinference.clients;

import org.jspecify.annotations.NullMarked;
