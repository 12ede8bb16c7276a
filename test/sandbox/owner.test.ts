import { drawOwner } from '../../sandbox/n8n/owner';

it('every n8n has a password of its own that n8n takes', () => {
	const passwords = Array.from({ length: 500 }, () => drawOwner().password);
	expect(new Set(passwords).size).toBe(passwords.length);
	for (const password of passwords) expect(password).toMatch(/^(?=.*\d)(?=.*[A-Z])\w{20}$/);
});
