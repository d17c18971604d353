/**
 * Owners of state: an {@link io.orderwire.runtime.agent.Agent} owns state that one thread uses, an
 * {@link io.orderwire.runtime.agent.AgentThread} runs it, a {@link io.orderwire.runtime.agent.Mailbox} carries the messages
 * of other threads to it, and an {@link io.orderwire.runtime.agent.OwnerCheck} proves in tests that no other thread uses the
 * state. A {@link io.orderwire.runtime.agent.WatchedTimer} is an agent for periodic tasks.
 */
package io.orderwire.runtime.agent;
