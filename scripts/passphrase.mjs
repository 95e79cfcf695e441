// Asks for a passphrase: from CUSTODIAN_PASSPHRASE, from a pipe, or typed unseen at a terminal. Never from the command
// line, which other accounts can read.
import { createInterface } from "node:readline";

export async function askPassphrase(question) {
  if (process.env.CUSTODIAN_PASSPHRASE) return process.env.CUSTODIAN_PASSPHRASE;
  if (!process.stdin.isTTY) {
    let text = "";
    for await (const piece of process.stdin) text += piece;
    const given = text.replace(/\r?\n$/, "");
    if (!given)
      throw new Error(
        "没有给口令：这里没有终端可以输入。请在终端里运行，或把口令放在环境变量 CUSTODIAN_PASSPHRASE 里。",
      );
    return given;
  }
  const reader = createInterface({ input: process.stdin, output: process.stdout, terminal: true });
  process.stdout.write(question);
  reader._writeToOutput = () => {}; // what is typed is not shown
  const given = await new Promise((resolve) => reader.question("", resolve));
  reader.close();
  process.stdout.write("\n");
  return given;
}
