// Has the exam's page kept on this machine, so that a reload without a network opens it. Only what really happened
// counts: a browser without service workers, or one that does not trust the site's certificate, keeps nothing, and the
// candidate is told before the start.

const WORKER = "/sitting-worker.js";
const SCOPE = "/exam/sitting";
const SHELF = "anding-sitting-";
const ANSWER_MS = 20_000;
const LOOK_MS = 250;

/** True once the page and its parts lie on the machine. */
export async function keepSittingPage(): Promise<boolean> {
  try {
    if (!("serviceWorker" in navigator)) return false;
    const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE, updateViaCache: "none" });
    const worker = await started(registration);
    worker?.postMessage({ keep: loadedParts() });
    return worker !== null && (await kept());
  } catch {
    return false;
  }
}

const loadedParts = (): string[] =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === window.location.origin && /^\/(assets|fonts)\//.test(pathname))
    .map(({ pathname }) => pathname);

function started({ active, waiting, installing }: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  const worker = installing ?? waiting ?? active;
  if (!worker || worker.state === "activated") return Promise.resolve(worker);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), ANSWER_MS);
    worker.addEventListener("statechange", () => {
      if (worker.state !== "activated" && worker.state !== "redundant") return;
      clearTimeout(timer);
      resolve(worker.state === "activated" ? worker : null);
    });
  });
}

/** The worker puts the page there last: who finds it finds all of it. */
async function kept(): Promise<boolean> {
  for (let waited = 0; waited < ANSWER_MS; waited += LOOK_MS) {
    for (const name of await caches.keys())
      if (name.startsWith(SHELF) && (await (await caches.open(name)).match(SCOPE))) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return false;
}
