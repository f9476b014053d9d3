import { nobody, systemIn, type MemberRole, type Standing, type Viewer } from '../platform/request/viewer.js';
import {
  mayActAsPerson,
  mayAppointSecondOfficer,
  mayEndRole,
  mayKeepRegister,
  mayRecordLeaving,
  maySeeContacts,
  maySeeRegister,
  maySuspend,
} from './membership.policy.js';

const person: Viewer = { ...nobody, personId: 'p', cooperativeId: 'c' };
const member = (standing: Standing, ...roles: MemberRole[]): Viewer => ({
  ...person,
  membershipId: 'm',
  partyId: 'party',
  standing,
  roles,
});
const other = { membershipId: 'other', standing: 'active' as const, roles: [] as MemberRole[] };
const officer = { ...other, roles: ['treasurer' as const] };
const self = { ...other, membershipId: 'm' };
const system = systemIn('c');

describe('who may do what with the membership', () => {
  it('asks a person to be signed in for founding and accepting', () => {
    expect(mayActAsPerson(nobody)).toMatchObject({ reason: 'NOT_SIGNED_IN' });
    expect(mayActAsPerson(person)).toBe(true);
  });

  it('shows the register to current members alone', () => {
    for (const standing of ['probation', 'active', 'leaving'] as const)
      expect(maySeeRegister(member(standing))).toBe(true);
    for (const standing of ['invited', 'suspended', 'left', 'expelled'] as const)
      expect(maySeeRegister(member(standing, 'steward'))).toMatchObject({ reason: 'NOT_A_MEMBER' });
    expect(maySeeRegister(nobody)).toMatchObject({ reason: 'NOT_SIGNED_IN' });
    expect(maySeeRegister(person)).toMatchObject({ reason: 'NOT_A_MEMBER' });
  });

  it('lets stewards and the secretary keep it, while they are members', () => {
    for (const role of ['steward', 'secretary'] as const) {
      expect(mayKeepRegister(member('active', role))).toBe(true);
      expect(mayKeepRegister(member('suspended', role))).toMatchObject({ reason: 'NOT_A_MEMBER' });
    }
    for (const role of ['treasurer', 'facilitator', 'auditor'] as const)
      expect(mayKeepRegister(member('active', role))).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(mayKeepRegister(system)).toBe(true);
  });

  it('shows contacts to the member themself, even suspended, and to who keeps the register', () => {
    expect(maySeeContacts(member('suspended'), { partyId: 'party' })).toBe(true);
    expect(maySeeContacts(member('active'), { partyId: 'another' })).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(maySeeContacts(member('active', 'secretary'), { partyId: 'another' })).toBe(true);
    expect(maySeeContacts(nobody, { partyId: 'another' })).not.toBe(true);
  });

  it('suspends nobody who holds an office, and nobody themself', () => {
    const steward = member('active', 'steward');
    expect(maySuspend(steward, other)).toBe(true);
    expect(maySuspend(steward, officer)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(maySuspend(steward, self)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(maySuspend(member('active'), other)).toMatchObject({ reason: 'NOT_ALLOWED' });
  });

  it('lets everybody leave, and records it for others only when they hold no office', () => {
    expect(mayRecordLeaving(member('suspended'), self)).toBe(true);
    expect(mayRecordLeaving(member('active'), other)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(mayRecordLeaving(member('active', 'secretary'), other)).toBe(true);
    expect(mayRecordLeaving(member('active', 'secretary'), officer)).toMatchObject({ reason: 'NOT_ALLOWED' });
  });

  it('ends by hand only the role of somebody who is gone, and only by a steward', () => {
    const steward = member('active', 'steward');
    for (const standing of ['left', 'expelled', 'deceased'] as const)
      expect(mayEndRole(steward, { standing })).toBe(true);
    for (const standing of ['active', 'suspended', 'leaving'] as const)
      expect(mayEndRole(steward, { standing })).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(mayEndRole(member('active', 'secretary'), { standing: 'left' })).not.toBe(true);
  });

  it('appoints a second officer only while there is no second', () => {
    const steward = member('active', 'steward');
    expect(mayAppointSecondOfficer(steward, { officers: 1 })).toBe(true);
    expect(mayAppointSecondOfficer(steward, { officers: 2 })).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(mayAppointSecondOfficer(member('active', 'secretary'), { officers: 1 })).not.toBe(true);
  });
});
