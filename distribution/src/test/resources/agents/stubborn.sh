# Answers initialize; neither the end of its input nor SIGTERM ends it.
trap '' TERM
read -r initialize
echo '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":1}}'
exec tail -f /dev/null
