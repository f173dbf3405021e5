@echo off
rem Runs Fairlead from its folder; needs Java 17 or newer.
rem   JAVA_HOME            which Java, if not the one on the PATH
rem   FAIRLEAD_JAVA_OPTS   options for the JVM, -Xmx512m for instance
setlocal
set "home=%~dp0.."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -Xshare:auto -XX:+UseSerialGC %FAIRLEAD_JAVA_OPTS% -cp "%home%\lib\*" dev.fairlead.cli.Fairlead %*
exit /b %ERRORLEVEL%
