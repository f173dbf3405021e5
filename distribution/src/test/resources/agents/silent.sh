# Reads what it is sent, and never answers.
while read -r message; do :; done
