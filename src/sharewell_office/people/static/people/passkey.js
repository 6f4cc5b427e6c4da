// A passkey is made, or shown, by the browser: `<form data-passkey="create|get" data-options="id of the JSON">`, or with
// `data-address` where the options are asked for first. The answer goes into the form's hidden field, and the form away.
const CANNOT = "This browser cannot use passkeys here. Use a newer one, or your password and a code.";

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.address, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  return (await answer.json()).request_options;
}

async function ceremony(form) {
  const { publicKey } = await optionsOf(form);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }
  // Kept on the device, and opened there by a finger, a face or a PIN: that is what makes it two factors in one.
  publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", async (submitted) => {
    const field = form.elements.credential;
    submitted.preventDefault();
    const said = form.querySelector("[data-said]");
    try {
      field.value = JSON.stringify((await ceremony(form)).toJSON());
      form.submit();
    } catch (problem) {
      said.textContent = problem instanceof DOMException ? "Nothing was used: you cancelled it, it took too long, or this device knows no passkey for you." : CANNOT;
    }
  });
}
