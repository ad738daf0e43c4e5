// What the servers have in common: a free port of 127.0.0.1, one line when ready, an end with standard input.
import './webcrypto.mjs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const LARGEST_BODY = 64 * 1024;

/** The command line's options: `{name: {type: 'string' | 'boolean', default}}`. */
export function options(known) {
  return parseArgs({ options: known }).values;
}

/** An answer in place of the one that was being made. */
export class Refusal extends Error {
  constructor(status, body, headers = {}) {
    super(`${status} ${body.error ?? ''}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/**
 * Serves until standard input ends.
 *
 * @param handle takes `{method, path, url, headers, body}` and returns `{status, headers, body}`, its body to be JSON
 */
export async function serve(handle) {
  const server = createServer(async (request, response) => {
    let answer;
    try {
      answer = await handle(await read(request, origin));
    } catch (e) {
      if (e instanceof Refusal) {
        answer = e;
      } else {
        console.error(e);
        answer = { status: 500, body: { error: 'server_error', error_description: String(e) } };
      }
    }
    const body = Buffer.from(JSON.stringify(answer.body ?? {}));
    response.writeHead(answer.status ?? 200, {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      ...answer.headers,
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  process.stdin.on('end', () => process.exit(0)).resume();
  return {
    origin,
    ready: () => console.log(`listening ${origin}`),
  };
}

async function read(request, origin) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LARGEST_BODY) {
      throw new Refusal(413, { error: 'invalid_request' });
    }
    chunks.push(chunk);
  }
  const url = new URL(origin + request.url);
  return {
    method: request.method,
    url,
    path: url.pathname,
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** How often a header stands in the request: Node joins some and drops others. */
export function count(request, name) {
  return request.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === name).length;
}

/** Texts that were seen before, for as long as they could be accepted. */
export class Seen {
  #until = new Map();

  /** Whether this is the first time. */
  add(text, seconds) {
    const now = Date.now();
    for (const [old, until] of this.#until) {
      if (until < now) {
        this.#until.delete(old);
      }
    }
    if (this.#until.has(text)) {
      return false;
    }
    this.#until.set(text, now + seconds * 1000);
    return true;
  }
}

/** Nonces that this server demands in proofs, once it is told to. */
export class Nonces {
  required;
  #given = [];

  constructor(required) {
    this.required = required;
  }

  /** A new one; the two before it stay good. */
  next() {
    this.#given = [crypto.randomUUID(), ...this.#given].slice(0, 3);
    return this.#given[0];
  }

  accepts(nonce) {
    return !this.required || this.#given.includes(nonce);
  }

  /** The header that carries the next one. */
  header() {
    return this.required ? { 'DPoP-Nonce': this.next() } : {};
  }

  /** Forgets those that were given. */
  expire() {
    this.#given = [];
  }
}
