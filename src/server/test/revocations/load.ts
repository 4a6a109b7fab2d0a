import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./applications";

/** What is read at an instance. */
export interface Subject {
  read(instance: number): Promise<Answer>;
}

/** A subject as the load sees it: a read that began and ended in one standing must answer as that standing does. */
export interface Watched extends Subject {
  standing: "open" | "ended" | "changing";
  /** Grows with each change of standing. */
  epoch: number;
  /** The load passes it over. */
  paused: boolean;
  inFlight: number;
}

export const watch = <S extends Subject>(subject: S): S & Watched => ({
  ...subject,
  standing: "open",
  epoch: 0,
  paused: false,
  inFlight: 0,
});

/** Works while the load has no read of these under way. */
export async function without<T>(subjects: readonly Watched[], work: () => Promise<T>): Promise<T> {
  for (const one of subjects) one.paused = true;
  try {
    while (subjects.some(({ inFlight }) => inFlight > 0)) await sleep(1);
    return await work();
  } finally {
    for (const one of subjects) one.paused = false;
  }
}

export function move(subject: Watched, standing: Watched["standing"]): void {
  subject.standing = standing;
  subject.epoch += 1;
}

export interface Figures {
  answers: Record<string, number>;
  /** Let in, though it began after the end. */
  late: Answer[];
  /** Refused, though nothing had ended. */
  wrong: Answer[];
}

/** Keeps both instances at work on all of these until it is stopped; its pauses leave the machine to the ends. */
export function startLoad(subjects: readonly Watched[], loops: number) {
  const figures: Figures = { answers: {}, late: [], wrong: [] };
  let running = true;

  async function readOnce(subject: Watched, instance: number): Promise<void> {
    const { standing, epoch } = subject;
    subject.inFlight += 1;
    const answer = await subject.read(instance).finally(() => {
      subject.inFlight -= 1;
    });
    figures.answers[answer.code] = (figures.answers[answer.code] ?? 0) + 1;
    if (subject.epoch !== epoch) return;
    if (standing === "ended" && answer.code === "let in") figures.late.push(answer);
    if (standing === "open" && answer.code !== "let in") figures.wrong.push(answer);
  }

  const working = Array.from({ length: loops }, async (_, place) => {
    for (let turn = place; running; turn += 1) {
      const subject = subjects[turn % subjects.length];
      if (subject && !subject.paused) await readOnce(subject, Math.floor(turn / subjects.length) + place);
      await sleep(5);
    }
  });
  return async () => {
    running = false;
    await Promise.all(working);
    return figures;
  };
}
