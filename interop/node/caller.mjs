// Calls a resource with an access token and a proof by `dpop`, rightly and in every wrong way.
//
//   node caller.mjs < plan.json
//
// The plan: {url, method, token, key, variants, body}; `key` is a private JWK with its `alg`, `variants` names below.
// One line of JSON for each call: {variant, status, attempts, challenge, headers, body}. A demand for a nonce is
// followed once.
import './webcrypto.mjs';
import * as dpop from 'dpop';
import * as jose from 'jose';
import http from 'node:http';
import https from 'node:https';

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const plan = { method: 'GET', variants: ['dpop'], ...JSON.parse(Buffer.concat(chunks).toString('utf8')) };
const origin = new URL(plan.url).origin;
const htu = plan.url.split(/[?#]/)[0];
const key = plan.key && (await keyPair(plan.key));

let nonce;

/** What each variant sends. `prove(changes)` makes a right proof but for the changes. */
const VARIANTS = {
  dpop: async () => bound(plan.token, await prove()),
  bearer: () => ({ Authorization: `Bearer ${plan.token}` }),
  none: () => ({}),
  'no-proof': () => ({ Authorization: `DPoP ${plan.token}` }),
  'bearer-with-proof': async () => ({ Authorization: `Bearer ${plan.token}`, DPoP: await prove() }),
  'proof-alone': async () => ({ DPoP: await prove() }),
  'wrong-htm': async () => bound(plan.token, await prove({ htm: plan.method === 'GET' ? 'POST' : 'GET' })),
  'lower-case-htm': async () => bound(plan.token, await prove({ htm: plan.method.toLowerCase() })),
  'wrong-htu': async () => bound(plan.token, await prove({ htu: `${htu}/other` })),
  'wrong-host': async () => bound(plan.token, await prove({ htu: htu.replace(origin, 'https://other.internal') })),
  'wrong-ath': async () => bound(plan.token, await prove({ token: `${plan.token}x` })),
  'no-ath': async () => bound(plan.token, await prove({ token: undefined })),
  'other-key': async () => bound(plan.token, await prove({ key: await dpop.generateKeyPair(plan.key.alg) })),
  forged: async () => bound(plan.token, await forge({ by: await otherPrivateKey() })),
  'private-key-shown': async () => bound(plan.token, await forge({ header: { jwk: plan.key } })),
  'wrong-typ': async () => bound(plan.token, await forge({ header: { typ: 'JWT' } })),
  old: async () => bound(plan.token, await forge({ claims: { iat: now() - 3600 } })),
  future: async () => bound(plan.token, await forge({ claims: { iat: now() + 3600 } })),
  'no-jti': async () => bound(plan.token, await forge({ claims: { jti: undefined } })),
  'two-proofs': async () => bound(plan.token, [await prove(), await prove()]),
  'altered-token': async () => bound(altered(plan.token), await prove({ token: altered(plan.token) })),
  'altered-bearer': () => ({ Authorization: `Bearer ${altered(plan.token)}` }),
  'altered-signature': async () => {
    // The last character stays, so that it is still base64url of the same length.
    const token = `${plan.token.slice(0, -7)}${[...plan.token.slice(-7, -1)].reverse().join('')}${plan.token.slice(-1)}`;
    return bound(token, await prove({ token }));
  },
};

for (const variant of plan.variants) {
  if (variant === 'replay') {
    // The same proof twice: the first is right.
    let headers;
    await report('replay-first', async () => (headers = await VARIANTS.dpop()));
    await report('replay', () => headers);
  } else {
    await report(variant, VARIANTS[variant]);
  }
}

async function report(variant, headers) {
  let answer = await call(await headers());
  let attempts = 1;
  if (answer.status === 401 && challenge(answer).includes('use_dpop_nonce') && nonce !== undefined) {
    answer = await call(await headers());
    attempts++;
  }
  const { status, body } = answer;
  console.log(
    JSON.stringify({ variant, status, attempts, challenge: challenge(answer), headers: answer.headers, body }),
  );
}

function challenge(answer) {
  return answer.headers['www-authenticate'] ?? '';
}

/** Not by `fetch`, which would join what is to be two lines of a header. */
async function call(headers) {
  const { request } = plan.url.startsWith('https:') ? https : http;
  const answer = await new Promise((resolve, reject) =>
    request(plan.url, { method: plan.method, headers }, resolve).on('error', reject).end(plan.body),
  );
  const received = [];
  for await (const chunk of answer) {
    received.push(chunk);
  }
  // RFC 9449 section 8.2: an answer may bring the nonce for the next call.
  nonce = answer.headers['dpop-nonce'] ?? nonce;
  const { statusCode: status, headers: answered } = answer;
  return { status, headers: answered, body: asJson(Buffer.concat(received).toString('utf8')) };
}

function bound(token, proof) {
  return { Authorization: `DPoP ${token}`, DPoP: proof };
}

function prove(changes = {}) {
  const right = { key, htm: plan.method, htu, token: plan.token };
  const wrong = { ...right, ...changes };
  return dpop.generateProof(wrong.key, wrong.htu, wrong.htm, nonce, wrong.token);
}

/** What `dpop` would not make: it gives no say in the header, the time and the id. */
async function forge({ header = {}, claims = {}, by = key.privateKey }) {
  const { payload, protectedHeader } = await jose.jwtVerify(await prove(), jose.EmbeddedJWK);
  return new jose.SignJWT({ ...payload, ...claims }).setProtectedHeader({ ...protectedHeader, ...header }).sign(by);
}

async function otherPrivateKey() {
  return (await dpop.generateKeyPair(plan.key.alg)).privateKey;
}

/** The same token with more rights, and the signature that it had. */
function altered(token) {
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const more = Buffer.from(JSON.stringify({ ...claims, scope: 'admin' })).toString('base64url');
  return `${header}.${more}.${signature}`;
}

async function keyPair(jwk) {
  const { alg, kty, crv, n, e, x, y } = jwk;
  return {
    privateKey: await jose.importJWK(jwk, alg),
    publicKey: await jose.importJWK({ kty, crv, n, e, x, y }, alg, { extractable: true }),
  };
}

function asJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function now() {
  return Math.floor(Date.now() / 1000);
}
