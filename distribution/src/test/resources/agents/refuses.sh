# Refuses initialize, and waits.
read -r initialize
echo '{"jsonrpc":"2.0","id":0,"error":{"code":-32602,"message":"There is no such version."}}'
while read -r message; do :; done
