/** The servlet edge: guards every dispatch of a Jakarta Servlet 6.0 application and tells its handlers who calls. */
@org.jspecify.annotations.NullMarked
module dev.zt.servlet {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires transitive jakarta.servlet;
    requires org.slf4j;

    exports dev.zt.servlet;
}
