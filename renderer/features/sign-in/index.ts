export { ServerState } from './ServerState.tsx';
export { SignIn } from './SignIn.tsx';
