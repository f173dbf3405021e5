/** Reads `--name value` pairs. Every option needs a value; an unknown option is an error that names the known ones. */
export function readArguments(argv, defaults) {
  const options = { ...defaults };
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i].replace(/^--/, "");
    if (!argv[i].startsWith("--") || !(name in defaults)) {
      const known = Object.keys(defaults).map((each) => `--${each}`);
      throw new Error(`Unknown option ${argv[i]}. Known are ${known.join(", ")}.`);
    }
    if (i + 1 >= argv.length) {
      throw new Error(`Option ${argv[i]} has no value. Give one after it.`);
    }
    options[name] = argv[i + 1];
  }
  return options;
}
