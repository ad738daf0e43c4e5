package dev.zt.springboot.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A service as somebody would write it, with everything that Spring MVC knows of. */
@SpringBootApplication
public class ShopApplication {}
