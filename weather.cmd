@echo off
rem Runs a command of Weather Inference on Windows. Untried. Unlike ./weather it builds only where nothing is built yet:
rem after a change of the sources, delete cli\target. A JDK 25 must be in JAVA_HOME.
setlocal
set "ROOT=%~dp0"
set "PART=cli"
if "%~1"=="train" set "PART=training"
if "%~1"=="worker" set "PART=training"
if not exist "%JAVA_HOME%\bin\java.exe" (
  echo weather: JAVA_HOME names no JDK: get a JDK 25 at https://adoptium.net and set JAVA_HOME to it 1>&2
  exit /b 1
)
if not exist "%ROOT%%PART%\target\class-path" (
  echo weather: building what this command needs; the next call starts at once 1>&2
  call "%ROOT%mvnw.cmd" -q -B -f "%ROOT%pom.xml" -Dlaunch -pl cli,%PART% -am package 1>&2 || exit /b 1
)
set /p CLASS_PATH=<"%ROOT%cli\target\class-path"
set "CLASS_PATH=%ROOT%cli\target\cli.jar;%CLASS_PATH%"
if "%PART%"=="cli" goto run
set /p PART_PATH=<"%ROOT%%PART%\target\class-path"
set "CLASS_PATH=%CLASS_PATH%;%ROOT%%PART%\target\%PART%.jar;%PART_PATH%"
:run
set "CLASSPATH=%CLASS_PATH%"
"%JAVA_HOME%\bin\java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ^
  -Djava.awt.headless=true -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dai.djl.offline=true ^
  "-Dweather.shipped=%ROOT%bundles" org.weatherinference.cli.Main %*
