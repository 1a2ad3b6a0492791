// How the phone speaks with the house: JSON, its token, no cookie. What moves is said to whoever listens.

const PATIENCE = 12_000;

export class Refused extends Error {
  constructor(status, problem, path) {
    super(problem?.message || `${status}`);
    this.status = status;
    this.path = path;
    this.problem = problem;
  }
}

/** Asks the house. Throws Refused for an answer from 400 on, another error when nobody was reached. */
export async function ask(path, { token, body, language, patience = PATIENCE } = {}) {
  const headers = { Accept: "application/json", "Accept-Language": language };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(`/api/door/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(patience),
  });
  if (answer.status === 204) return null;
  const said = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, said, path);
  if (said === null) throw new Error("not the house"); // a portal of the building's network, perhaps
  return said;
}
