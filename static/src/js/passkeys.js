// Passkeys: the browser's part of setting one up and of signing in with it. The server's part is allauth's.
//
// A form with data-passkey="get" or "create" sends what the key answers in its field "credential". Options come from
// the JSON element that data-options names, or from the form's own address. Words stand in data-refused and data-failed.

/** @param {string} text base64url, as the server writes bytes */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

/** @param {ArrayBuffer | null} buffer */
const text = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (key) => ({ ...key, id: bytes(key.id) });

/** What the server asks, with bytes in place of texts. */
function asked(options, kind) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (kind === "create") {
    key.user = withBytes(key.user);
    key.excludeCredentials = (key.excludeCredentials ?? []).map(withBytes);
    // Found by the device without an address, and guarded by a finger, a face or a PIN: it stands for both steps.
    key.authenticatorSelection = {
      ...key.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  } else {
    key.allowCredentials = (key.allowCredentials ?? []).map(withBytes);
  }
  return { publicKey: key };
}

/** What the key answers, with texts in place of bytes. */
function answered(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (part in credential.response) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.options) {
    const given = JSON.parse(document.getElementById(form.dataset.options).textContent);
    return given.creation_options ?? given.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return (await answer.json()).request_options;
}

function say(form, words) {
  const place = form.querySelector("[role=alert]");
  place.textContent = words;
  place.hidden = !words;
}

async function useKey(event) {
  const form = event.currentTarget;
  event.preventDefault();
  const button = form.querySelector("button");
  const kind = form.dataset.passkey;
  say(form, "");
  button.setAttribute("aria-disabled", "true");
  try {
    const credential = await navigator.credentials[kind](asked(await optionsOf(form), kind));
    form.elements.credential.value = JSON.stringify(answered(credential));
    form.submit();
  } catch (trouble) {
    // The browser says NotAllowedError when the person closes its window, or waits too long.
    say(form, trouble.name === "NotAllowedError" ? form.dataset.refused : form.dataset.failed);
    button.removeAttribute("aria-disabled");
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", useKey);
    form.closest("[data-passkey-place]")?.removeAttribute("hidden");
  }
} else {
  for (const words of document.querySelectorAll("[data-without-passkeys]")) words.hidden = false;
}
