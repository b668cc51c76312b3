package org.weatherinference.server;

/** A setting that cannot be used. The message names it, where it was set, its value and the rule. */
public final class SettingException extends Exception {
    private static final long serialVersionUID = 1;

    /** Names the setting, the value and the rule. */
    public SettingException(String message) {
        super(message);
    }
}
