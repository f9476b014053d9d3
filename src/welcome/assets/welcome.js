// The little script of the plain pages: it asks the public API and says what it answered. No framework, no storage.
const status = document.querySelector('[role=status]');
const say = (text) => {
  if (status) status.textContent = text;
};

async function ask(query, variables, cooperative) {
  const headers = { 'content-type': 'application/json' };
  if (cooperative) headers['rochdale-cooperative'] = cooperative;
  const response = await fetch('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

const onSubmit = (selector, act) => {
  const form = document.querySelector(selector);
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    say('One moment …');
    try {
      await act(Object.fromEntries(new FormData(form)), form);
    } catch (error) {
      say(error.message);
    }
  });
};

onSubmit('#ask-code', async ({ address }) => {
  const { requestSignInCode: answer } = await ask(
    `mutation ($input: RequestSignInCodeInput!) { requestSignInCode(input: $input) {
       ... on RequestSignInCodeRefused { message } } }`,
    { input: { address, deliverAs: 'COOKIE' } },
  );
  if (answer.message) return say(answer.message);
  document.querySelector('#enter-code').hidden = false;
  document.querySelector('#enter-code [name=address]').value = address;
  document.querySelector('#enter-code [name=code]').focus();
  say('If this address can receive letters, a code is on its way. It works for ten minutes.');
});

onSubmit('#enter-code', async ({ address, code }) => {
  const { signIn: answer } = await ask(
    `mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignInRefused { message } } }`,
    { input: { address, code, deliverAs: 'COOKIE', device: navigator.platform || 'browser' } },
  );
  if (answer.message) return say(answer.message);
  location.reload();
});

onSubmit('#accept-invitation', async ({ code }) => {
  const { acceptInvitation: answer } = await ask(
    `mutation ($code: String!) { acceptInvitation(code: $code) {
       ... on InvitationAccepted { cooperativeSlug } ... on AcceptInvitationRefused { message } } }`,
    { code: code.trim() },
  );
  if (answer.message) return say(answer.message);
  location.assign(`/?cooperative=${encodeURIComponent(answer.cooperativeSlug)}`);
});

onSubmit('#sign-out', async () => {
  await ask('mutation { signOut { __typename } }');
  location.assign('/');
});

for (const button of document.querySelectorAll('button[data-query]')) {
  button.addEventListener('click', async () => {
    const output = document.getElementById(button.getAttribute('aria-controls'));
    output.hidden = false;
    try {
      output.textContent = JSON.stringify(
        await ask(button.dataset.query, {}, button.dataset.cooperative),
        null,
        2,
      );
    } catch (error) {
      output.textContent = error.message;
    }
  });
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
    } catch {
      // Without the clipboard the text is at least there to be selected.
      source.closest('details').open = true;
    }
  });
}
