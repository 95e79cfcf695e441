// Asks for a passphrase: from CUSTODIAN_PASSPHRASE, from a pipe, or typed unseen at a terminal. Never from the command line,
// which other accounts can read.
import { createInterface } from "node:readline";

export async function askPassphrase(question) {
  if (process.env.CUSTODIAN_PASSPHRASE) return process.env.CUSTODIAN_PASSPHRASE;
  if (!process.stdin.isTTY) {
    let text = "";
    for await (const piece of process.stdin) text += piece;
    return text.replace(/\r?\n$/, "");
  }
  const reader = createInterface({ input: process.stdin, output: process.stdout, terminal: true });
  process.stdout.write(question);
  reader._writeToOutput = () => {}; // what is typed is not shown
  const given = await new Promise((resolve) => reader.question("", resolve));
  reader.close();
  process.stdout.write("\n");
  return given;
}
