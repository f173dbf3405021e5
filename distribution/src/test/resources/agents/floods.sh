# Writes 100 MB without the end of a line, then answers initialize.
read -r initialize
head -c 100000000 /dev/zero | tr '\0' x
echo
echo '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":1}}'
while read -r message; do :; done
