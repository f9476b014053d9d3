import { networkOf } from './network.js';

describe('the network a limit counts by', () => {
  it('is the address itself for IPv4, however it is written', () => {
    expect(['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:192.0.2.7'].map(networkOf)).toEqual(
      Array.from({ length: 3 }, () => '192.0.2.7'),
    );
  });
  it('is the /64 for IPv6, so that changing the last half of an address escapes nothing', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:0DB8:0001:0002::9%eth0')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
  });
  it('is one for all that is no address', () => {
    expect([null, '', 'a\0b', '1.2.3'].map(networkOf)).toEqual(Array.from({ length: 4 }, () => 'unknown'));
  });
});
