# Writes lines that are no messages, bytes that are no characters and batches, and answers initialize among them.
read -r initialize
echo
echo 'Listening on stdio.'
echo '{"jsonrpc":"2.0"'
printf '{"jsonrpc":"2.0","method":"\377"}\n'
printf '{"jsonrpc":"2.0","method":"\355\240\200"}\n'
printf '{"jsonrpc":"2.0","method":"a\000b"}\n'
echo '[{"jsonrpc":"2.0","method":"a"}]'
echo '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":1}}'
echo 'Ready.'
while read -r message; do :; done
