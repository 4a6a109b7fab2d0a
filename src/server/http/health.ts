import "server-only";

export type HealthCheck = () => Promise<boolean>;

const patience = 2_000;
const keptFor = 500;

/**
 * Makes the answer of `/api/health`: true where the database answers within 2 s. However many ask, one question is
 * under way at a time and its answer serves for half a second.
 */
export function createHealthCheck(askDatabase: () => Promise<unknown>): HealthCheck {
  let current: { since: number; answer: Promise<boolean> } | null = null;
  let underWay = false;
  return () => {
    if (current && (underWay || performance.now() - current.since < keptFor)) return current.answer;
    underWay = true;
    const answer = within(patience, askDatabase).finally(() => {
      underWay = false;
    });
    current = { since: performance.now(), answer };
    return answer;
  };
}

async function within(ms: number, ask: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const asked = Promise.resolve()
    .then(ask)
    .then(
      () => true,
      () => false,
    );
  const answer = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answer;
}
