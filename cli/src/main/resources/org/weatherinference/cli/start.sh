# How Java is started for a command. The launchers source this, the checkout's and that of a distribution, so it must bear
# their `set -euf`.

# Without a UTF-8 locale Java can neither read nor write names beyond ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
  *[Uu][Tt][Ff]*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

compiler=-XX:TieredStopAtLevel=1 exec='' in=false out=false err=false
[ ! -t 0 ] || in=true
[ ! -t 1 ] || out=true
[ ! -t 2 ] || err=true

# The compiler that optimises costs more than it gives in a run that soon ends; in a longer one it gets what is really
# hot: sixty times as hot as Java would ask for gave most photos a second in a run of some seconds.
compiler_of() {
  long='-XX:Tier4InvocationThreshold=300000 -XX:Tier4MinInvocationThreshold=9000 -XX:Tier4CompileThreshold=900000
    -XX:Tier4BackEdgeThreshold=2400000'
  case ${1-} in
    train | lr-find | worker | dataset | evaluate | doctor | container | dist) compiler=$long ;;
    # Of a photo nothing outlives its answer: new objects are made fastest where they fit into the processor's cache.
    classify)
      [ $# -le 10 ] || compiler=$long
      for word; do
        [ ! -d "$word" ] || compiler=$long
      done
      compiler="$compiler -Xmn16m"
      ;;
    # Spark has much that is warm and little that is hot: with these, 8 to 10 % more photos a second.
    batch) compiler="$long -Xmn16m" ;;
    # The bodies of a full line outlive some collections of young objects, and shall not be taken for old ones: there is
    # room for all of them, and it may be filled. It runs long enough for Java's own compiler thresholds; what the
    # compiler needed meanwhile the C library keeps unless it is told to give it back.
    serve)
      compiler='-Xms128m -Xmn64m -XX:SurvivorRatio=1 -XX:TargetSurvivorRatio=95 -Xmx768m
        -XX:TrimNativeHeapInterval=5000'
      ;;
  esac
}

# OPTION… CLASS ARGUMENT…: runs $java, or becomes it where $exec says so. Java's own warnings would go to standard output;
# that it cannot use its cache is none.
start_java() {
  $exec "$java" -XX:+UseSerialGC $compiler \
    -Xlog:disable '-Xlog:all=warning,aot*=off,cds*=off,trimnative=off:stderr' \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Djava.awt.headless=true \
    -Dweather.terminal.in=$in -Dweather.terminal.out=$out -Dweather.terminal.err=$err "$@"
}
