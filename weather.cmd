@echo off
rem Runs a command of Weather Inference from this checkout on Windows. Written beside ./weather, and never run: there was no
rem Windows to try it on. What differs from ./weather: it builds only where nothing is built yet, so after a change of the
rem sources delete target\launch; Java makes no cache of its start; and container and dist say that they need Linux.
setlocal
set "ROOT=%~dp0"
set "SLASHED=%ROOT:\=/%"
set "COMMAND=%~1"
if "%COMMAND%"=="help" set "COMMAND=%~2"
set "PART=cli"
for %%C in (train lr-find runs worker) do if "%COMMAND%"=="%%C" set "PART=training"
if "%COMMAND%"=="batch" set "PART=spark"
for %%C in (container deploy dist site) do if "%COMMAND%"=="%%C" set "PART=delivery"
set "LAUNCH=%ROOT%target\launch"
set "READY=%LAUNCH%\%PART%.args"

if not exist "%JAVA_HOME%\bin\java.exe" (
  echo weather: JAVA_HOME names no JDK: get a JDK 25 at https://adoptium.net and set JAVA_HOME to it 1>&2
  exit /b 1
)
if exist "%READY%" goto run
echo weather: building what this command needs; the next call starts at once 1>&2
call "%ROOT%mvnw.cmd" -q -B -f "%ROOT%pom.xml" -Dlaunch -Dmdep.fileSeparator=/ -pl cli,%PART% -am package 1>&2 || exit /b 1
if not exist "%LAUNCH%" mkdir "%LAUNCH%"
rem A file of arguments, since a class path is longer than a line or a variable of cmd may be. Within quotes Java goes on
rem after a backslash at the end of a line, and takes any other backslash for an escape.
set "FRESH=%READY%.new"
>"%FRESH%" echo "-Dweather.shipped=%SLASHED%bundles"
>>"%FRESH%" echo "-Dweather.launcher=%SLASHED%weather.cmd"
>>"%FRESH%" echo -cp "%SLASHED%cli/target/cli.jar;\
type "%ROOT%cli\target\class-path" >>"%FRESH%" || exit /b 1
if "%PART%"=="cli" goto written
>>"%FRESH%" echo ;\
>>"%FRESH%" echo %SLASHED%%PART%/target/%PART%.jar;\
type "%ROOT%%PART%\target\class-path" >>"%FRESH%" || exit /b 1
:written
>>"%FRESH%" echo "
move /y "%FRESH%" "%READY%" >nul || exit /b 1

:run
set "OPENS="
if "%PART%"=="spark" for %%P in (java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util
  java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.util.calendar
) do call set "OPENS=%%OPENS%% --add-opens=java.base/%%P=ALL-UNNAMED"
rem As cli/src/main/resources/org/weatherinference/cli/start.sh says why.
set "TUNING=-XX:TieredStopAtLevel=1"
for %%C in (train lr-find worker dataset evaluate doctor) do if "%COMMAND%"=="%%C" set "TUNING=-Xshare:auto"
if "%COMMAND%"=="classify" set "TUNING=-Xmn16m"
if "%COMMAND%"=="serve" set "TUNING=-Xms128m -Xmn64m -XX:SurvivorRatio=1 -XX:TargetSurvivorRatio=95 -Xmx768m"
"%JAVA_HOME%\bin\java" -XX:+UseSerialGC %TUNING% %OPENS% -Xlog:disable "-Xlog:all=warning,aot*=off,cds*=off:stderr" ^
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ^
  -Djava.awt.headless=true -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dai.djl.offline=true ^
  "@%READY%" org.weatherinference.cli.Main %*
