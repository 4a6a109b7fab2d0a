import { spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export interface Program {
  pid: number;
  port: number;
  stop(): Promise<void>;
}

export interface Start {
  name: string;
  /** Node's arguments. */
  run: readonly string[];
  env: Record<string, string>;
  port: number;
  /** A path that answers 200 once it serves. */
  ready: string;
  secret: string;
}

/** Runs a server in a process of its own, with this process's end as its own; throws with what it said where it ends. */
export async function startProgram({ name, run, env, port, ready, secret }: Start): Promise<Program> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [...run], { env: { PATH, HOME, NODE_ENV: "production", ...env } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4000);
    });
  }
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const until = performance.now() + 60_000;
  while (!(await answers(port, ready, secret))) {
    if (child.exitCode !== null || performance.now() > until) {
      kill();
      throw new Error(`${name} does not serve ${ready}. It said:\n${said}`);
    }
    await sleep(50);
  }
  return {
    pid: child.pid ?? 0,
    port,
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      const patience = setTimeout(kill, 15_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

function answers(port: number, path: string, secret: string): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${secret}` };
    const sent = get({ host: "127.0.0.1", port, path, headers, agent: false }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode === 200));
    });
    sent.once("error", () => resolve(false));
  });
}

/** The body of one answer. */
export async function bodyOf(port: number, path: string, secret: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.text();
}
