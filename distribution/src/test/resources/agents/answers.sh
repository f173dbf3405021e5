# Answers initialize, and nothing else.
read -r initialize
echo '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":1}}'
while read -r message; do :; done
