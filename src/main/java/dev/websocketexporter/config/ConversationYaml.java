package dev.websocketexporter.config;

import dev.websocketexporter.probe.Conversation;
import dev.websocketexporter.probe.Conversation.Compression;
import dev.websocketexporter.probe.Module;

/** What happens after the upgrade, as keys of a block of YAML. */
final class ConversationYaml {
    private ConversationYaml() {}

    static void add(Module module, Section section) {
        Conversation conversation = module.conversation();
        section.put(ConversationKeys.COMPRESSION, conversation.compression() != Compression.OFF);
        section.put(ConversationKeys.REQUIRE_COMPRESSION, conversation.compression() == Compression.REQUIRED);
        section.put(ConversationKeys.QUERY_RESPONSE, conversation.steps());
        section.put(ConversationKeys.MAX_MESSAGE_SIZE, conversation.maxMessageBytes());
        section.put(ConversationKeys.HEARTBEAT, heartbeat(conversation));
        section.put(ConversationKeys.HOLD, conversation.hold());
        section.put(ConversationKeys.CLOSE, closing(module));
        section.put(ConversationKeys.ATTEMPTS, module.attempts().most());
        section.put(ConversationKeys.ATTEMPT_INTERVAL, module.attempts().interval());
    }

    private static Section heartbeat(Conversation conversation) {
        Section section = new Section();
        section.put(ConversationKeys.PINGS, conversation.heartbeat().pings());
        section.put(ConversationKeys.INTERVAL, conversation.heartbeat().interval());
        section.put(ConversationKeys.PONG_TIMEOUT, conversation.heartbeat().timeout());
        section.put(ConversationKeys.MAX_MISSED, conversation.heartbeat().maxMissed());
        return section;
    }

    private static Section closing(Module module) {
        Section section = new Section();
        section.put(ConversationKeys.CODE, module.closing().code());
        section.put(ConversationKeys.CLOSE_TIMEOUT, module.closing().timeout());
        section.put(ConversationKeys.REQUIRED, module.closing().required());
        return section;
    }
}
