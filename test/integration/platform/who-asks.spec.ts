import { buildCooperative } from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

describe('an answer that shows nothing', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());

  const query = '{ proposals { nodes { id } } cooperative { name } }';
  const noticeTo = async (caller: object): Promise<unknown> => {
    const answer = await test.ask(query, {}, caller);
    return answer.notice?.code ?? null;
  };

  it('says beside the data when nobody is signed in, or not as a member', async () => {
    const [own, other] = [await buildCooperative(test.database), await buildCooperative(test.database)];
    const session = own.members[0]!.caller.session;
    expect(await noticeTo({})).toBe('NOT_SIGNED_IN');
    expect(await noticeTo({ session })).toBe('NOT_A_MEMBER');
    // A cooperative that is somebody else's and one that does not exist are told alike.
    expect(await noticeTo({ session, cooperative: other.slug })).toBe('NOT_A_MEMBER');
    expect(await noticeTo({ session, cooperative: 'no-such-place' })).toBe('NOT_A_MEMBER');
    expect(await noticeTo(own.members[0]!.caller)).toBeNull();
  });
});
