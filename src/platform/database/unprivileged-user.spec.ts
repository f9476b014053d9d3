import { systemUser } from './unprivileged-user.js';

const passwd =
  'root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:PostgreSQL,,,:/var/lib/postgresql:/bin/bash\n\nbroken:x\n';

describe('a user of the operating system', () => {
  it('is found by its whole name', () => {
    expect(systemUser(passwd, 'postgres')).toEqual({ name: 'postgres', uid: 101, gid: 104 });
    expect(systemUser(passwd, 'post')).toBeNull();
  });

  it('is absent when its line is broken or missing', () => {
    expect(systemUser(passwd, 'broken')).toBeNull();
    expect(systemUser('', 'nobody')).toBeNull();
  });
});
