package ai.dropops.persistence.journal;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Stored records as strict CBOR, each under a short name that outlives its class's own. None holds null, which is refused when it is
 * read; what may be missing is an {@link java.util.Optional}.
 */
public final class EventSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 1_357_911;
    private static final CBORMapper MAPPER = CBORMapper.builder(CBORFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private final Map<String, ObjectReader> readers = new HashMap<>();
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<Class<?>, ObjectWriter> writers = new HashMap<>();
    private final Map<String, Upcast> upcasts = new HashMap<>();

    public EventSerializer(ExtendedActorSystem system) {
        this(system.settings().config(), system.dynamicAccess().classLoader());
    }

    EventSerializer(Config config, ClassLoader classes) {
        for (var entry : config.getConfig("dropops.journal.names").entrySet()) {
            String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
            bind(name, stored(name, entry.getValue().unwrapped().toString(), classes));
        }
        for (var entry : config.getConfig("dropops.journal.upcasts").entrySet()) {
            String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
            var earlier = ((ConfigList) entry.getValue())
                    .stream()
                            .map(form -> upcast(name, form.unwrapped().toString(), classes))
                            .toList();
            upcasts.put(name, stored -> earlier.forEach(upcast -> upcast.apply(stored)));
        }
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object stored) {
        String name = names.get(stored.getClass());
        if (name == null) {
            throw new IllegalArgumentException(stored.getClass().getName() + " has no name in dropops.journal.names");
        }
        return name;
    }

    @Override
    public byte[] toBinary(Object stored) {
        ObjectWriter writer = writers.get(stored.getClass());
        if (writer == null) {
            throw new IllegalArgumentException(stored.getClass().getName() + " has no name in dropops.journal.names");
        }
        try {
            return writer.writeValueAsBytes(stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String name) throws NotSerializableException {
        ObjectReader reader = readers.get(name);
        if (reader == null) {
            throw new NotSerializableException("nothing is stored under the name " + name + " in this version");
        }
        Upcast upcast = upcasts.get(name);
        try {
            return upcast == null ? reader.readValue(bytes) : reader.readValue(present(bytes, upcast));
        } catch (IOException e) {
            var refusal = new NotSerializableException("a stored " + name + " cannot be read back: " + e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static ObjectNode present(byte[] bytes, Upcast upcast) throws IOException {
        var stored = (ObjectNode) MAPPER.readTree(bytes);
        upcast.apply(stored);
        return stored;
    }

    private void bind(String name, Class<?> type) {
        String other = names.putIfAbsent(type, name);
        if (other != null) {
            throw new IllegalArgumentException(type.getName() + " is named both " + other + " and " + name);
        }
        readers.put(name, MAPPER.readerFor(type));
        writers.put(type, MAPPER.writerFor(type));
    }

    private static Class<?> stored(String name, String className, ClassLoader classes) {
        try {
            Class<?> type = Class.forName(className, false, classes);
            if (!Stored.class.isAssignableFrom(type)) {
                throw new IllegalArgumentException(className + ", named " + name + ", is not Stored");
            }
            return type;
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("no class " + className + " to be named " + name, e);
        }
    }

    private Upcast upcast(String name, String className, ClassLoader classes) {
        if (!readers.containsKey(name)) {
            throw new IllegalArgumentException("nothing is stored under the name " + name + ", which is to be upcast");
        }
        try {
            var constructor = Class.forName(className, true, classes).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Upcast) constructor.newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException("no Upcast " + className + " for " + name, e);
        }
    }
}
