import type { UserRole } from '../../src-shared/contract';

/** The roles that a person can have, in the order of what they may do. */
export const userRoles: readonly UserRole[] = ['ADMIN', 'MEMBER', 'VIEWER'];
