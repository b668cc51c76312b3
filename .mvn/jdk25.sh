# Sets and exports JAVA_HOME: a JDK 25 or later, or one line that says how to get one, and the end.
# Sourced by ./weather and ./mvnw, so it must bear their `set -euf`.

# Told from the JDK's release file, since to start a java and ask it takes longer than all the rest.
jdk25_fits() { # FOLDER
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=".-' read -r jdk25_key _ jdk25_major _; do
    [ "$jdk25_key" != JAVA_VERSION ] || [ "$jdk25_major" -lt 25 ] || return 0
  done <"$1/release"
  return 1
}

jdk25_of_path() {
  jdk25_javac=$(command -v javac) && jdk25_javac=$(readlink -f "$jdk25_javac") && printf %s "${jdk25_javac%/bin/javac}"
}

jdk25_find() {
  for JAVA_HOME in "${JAVA_HOME-}" "$(jdk25_of_path)" \
    /usr/lib/jvm/* \
    "${HOME-}"/.sdkman/candidates/java/* \
    "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    ! jdk25_fits "$JAVA_HOME" || return 0
  done
  return 1
}

jdk25_flags=$-
set +f
if ! jdk25_find; then
  echo "no JDK 25 or later in JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks or /Library/Java: get one at https://adoptium.net or with 'sdk install java 25-tem', or set JAVA_HOME to one" >&2
  exit 1
fi
case $jdk25_flags in *f*) set -f ;; esac
export JAVA_HOME
