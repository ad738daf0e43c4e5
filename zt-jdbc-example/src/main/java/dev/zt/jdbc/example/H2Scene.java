package dev.zt.jdbc.example;

import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.nio.file.Path;

/** The service over H2. */
final class H2Scene extends Scene {
    private final ServiceIdentity orders;
    private final H2Database h2;

    private H2Scene(Office office, ServiceIdentity orders, H2Database database) throws Exception {
        super(office, orders, database);
        this.orders = orders;
        this.h2 = database;
    }

    static H2Scene start(Path directory) throws Exception {
        Office office = Office.open(directory.resolve("office"));
        try {
            return new H2Scene(office, office.instance("orders"), H2Database.open());
        } catch (Exception | Error e) {
            office.close();
            throw e;
        }
    }

    H2Database h2() {
        return h2;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            orders.close();
            office().close();
        }
    }
}
